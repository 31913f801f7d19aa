// The floor of everything that is painted: webviews with as little in them as can be, and a file opened with nothing around it.
const vscode = require('vscode');

/** Tells when it is painted exactly as the guide does: by a message sent after the frame. */
const page = `<!DOCTYPE html>
<html>
<body>
  <p id="text">bare</p>
  <button id="next">Next</button>
  <button id="open">Open</button>
  <script>
    const editor = acquireVsCodeApi();
    const painted = (key) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => editor.postMessage({ type: 'painted', key });
      channel.port2.postMessage(undefined);
    });
    const text = document.getElementById('text');
    document.getElementById('next').onclick = () => editor.postMessage({ type: 'next' });
    document.getElementById('open').onclick = ({ target }) => editor.postMessage({ type: 'open', path: target.dataset.path });
    addEventListener('message', ({ data }) => {
      text.textContent = data.text;
      painted(data.text);
    });
    painted(text.textContent);
  </script>
</body>
</html>`;

exports.activate = (context) => {
  const provider = {
    resolveWebviewView({ webview }) {
      let times = 0;
      webview.options = { enableScripts: true };
      webview.onDidReceiveMessage(async ({ type, path }) => {
        if (type === 'next') await webview.postMessage({ text: `bare ${++times}` });
        if (type === 'open') await open(path);
      });
      webview.html = page;
    },
  };
  const kept = { webviewOptions: { retainContextWhenHidden: true } };
  context.subscriptions.push(
    ...['floor.first', 'floor.standing', 'floor.warm'].map((id) => vscode.window.registerWebviewViewProvider(id, provider, kept)),
    vscode.commands.registerCommand('floor.show', (id) => vscode.commands.executeCommand(`${id}.focus`, { preserveFocus: true })),
  );
};

async function open(path) {
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, path);
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Active, preserveFocus: true, preview: true });
}
