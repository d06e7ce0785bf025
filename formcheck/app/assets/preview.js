export default function ({ data, parentElement }) {
  const figure = parentElement.querySelector('figure')
  figure.classList.toggle('empty', !data.jpeg)
  parentElement.querySelector('figcaption').textContent = data.label
  const img = parentElement.querySelector('img')
  img.alt = data.alt
  if (!data.jpeg || img.dataset.at === data.label) return
  img.dataset.at = data.label
  img.src = 'data:image/jpeg;base64,' + data.jpeg
}
