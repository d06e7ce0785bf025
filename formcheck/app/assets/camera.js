const SCENE = `
  <path class="cone" d="M240 208 L136 36 L344 36 Z"/>
  <rect class="body" x="214" y="208" width="52" height="20" rx="5"/><circle class="lens" cx="240" cy="208" r="5"/>
  <path class="arrow" d="M104 62 V206 M97 70 l7 -9 7 9 M97 198 l7 9 7 -9"/>
  <text class="strong" x="94" y="139" text-anchor="end">3 m</text><text x="278" y="223">phone</text>`
const SIDE = `
  <ellipse class="body" cx="240" cy="62" rx="30" ry="14"/><circle class="head" cx="252" cy="62" r="11"/>
  <path class="arrow" d="M274 62 H304 M296 55 l9 7 -9 7"/><text x="314" y="67">you face this way</text>`
const FRONT = `
  <ellipse class="body" cx="240" cy="60" rx="32" ry="13"/><circle class="head" cx="240" cy="66" r="11"/>
  <path class="arrow" d="M240 84 V112 M233 104 l7 9 7 -9"/><text x="254" y="108">you face the phone</text>`
export default function ({ data, parentElement }) {
  const svg = parentElement.querySelector('svg')
  svg.setAttribute('aria-label', data.alt)
  svg.innerHTML = SCENE + (data.view === 'front' ? FRONT : SIDE)
}
