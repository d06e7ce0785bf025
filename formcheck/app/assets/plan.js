export default function ({ data, parentElement }) {
  const band = parentElement.querySelector('section')
  band.querySelector('h2').textContent = data.headline
  band.querySelector('.rest').textContent = data.rest
  band.querySelector('.why p').textContent = data.why
}
