import { render } from 'preact';
import './dashboard.css';
import { Dashboard } from './dashboard.tsx';
import { registerChart } from './funnelChart.tsx';

registerChart();
const root = document.getElementById('root');
if (root !== null) render(<Dashboard />, root);
