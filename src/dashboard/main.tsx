import { render } from 'preact';
import './dashboard.css';
import { Dashboard } from './dashboard.tsx';
import { registerChart } from './funnelChart.tsx';
import { keepScrollPlaces } from './scrollPlace.ts';

registerChart();
keepScrollPlaces();
const root = document.getElementById('root');
if (root !== null) render(<Dashboard />, root);
