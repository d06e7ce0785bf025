const STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
const ICONS = {
  l0: '<circle cx="10" cy="10" r="9" fill="currentColor"/><path d="M6 10.2l2.7 2.7L14 7.6" fill="none" stroke="var(--st-background-color)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>',
  l1: `<circle cx="10" cy="10" r="8" ${STROKE}/><path d="M10 9.2v4.4M10 6.3v.2" ${STROKE}/>`,
  l2: '<path d="M10 1.6L19 18H1z" fill="currentColor"/><path d="M10 7.4v5M10 15v.2" fill="none" stroke="var(--st-background-color)" stroke-width="2" stroke-linecap="round"/>',
  l3: '<path d="M10 .6L19.4 10 10 19.4.6 10z" fill="currentColor"/><path d="M10 5.6v5.2M10 13.8v.2" fill="none" stroke="var(--st-background-color)" stroke-width="2" stroke-linecap="round"/>',
  part: `<circle cx="10" cy="10" r="8" ${STROKE}/><path d="M10 2a8 8 0 0 0 0 16z" fill="currentColor"/>`,
  blind: `<rect x="2" y="2" width="16" height="16" rx="4" ${STROKE} stroke-dasharray="3 3"/><path d="M7.8 7.8a2.2 2.2 0 1 1 2.9 2c-.5.2-.7.6-.7 1.2M10 14v.1" ${STROKE}/>`,
  failed: `<circle cx="10" cy="10" r="8" ${STROKE}/><path d="M7 7l6 6M13 7l-6 6" ${STROKE}/>`,
  next: `<circle cx="10" cy="10" r="8" ${STROKE} stroke-dasharray="3 3.3"/>`
}
