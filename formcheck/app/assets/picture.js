export default function ({ data, parentElement }) {
  const img = parentElement.querySelector('img')
  img.alt = data.alt
  img.src = 'data:image/jpeg;base64,' + data.jpeg
}
