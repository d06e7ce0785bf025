export default function ({ data, parentElement }) {
  const band = parentElement.querySelector('section')
  band.querySelector('.label').textContent = data.label
  band.querySelector('h2').textContent = data.headline
  band.querySelector('.cue').textContent = data.cue
  band.querySelector('.changed').textContent = data.changed
  const facts = band.querySelector('dl')
  facts.textContent = ''
  for (const [value, name] of data.facts) {
    const fact = document.createElement('div')
    fact.append(document.createElement('dt'), document.createElement('dd'))
    fact.firstChild.textContent = name
    fact.lastChild.textContent = value
    facts.append(fact)
  }
}
