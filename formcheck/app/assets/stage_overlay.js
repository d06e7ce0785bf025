// What is drawn on the picture: the near limbs in white, and the outline of the back by its level.
const SCRIM = '#080E12'
const MOST_SIDE_PX = 1280

class Overlay {
  constructor (canvas, marks) { Object.assign(this, { canvas, marks, ink: canvas.getContext('2d') }) }

  // As large as the picture is shown, in the screen's own pixels; beyond what an eye sees from three metres it
  // would only cost time.
  fit () {
    const longest = Math.max(this.canvas.clientWidth, this.canvas.clientHeight, 1)
    const ratio = Math.min(window.devicePixelRatio || 1, MOST_SIDE_PX / longest)
    const size = [this.canvas.clientWidth, this.canvas.clientHeight].map((side) => Math.round(side * ratio))
    if (this.canvas.width !== size[0] || this.canvas.height !== size[1]) [this.canvas.width, this.canvas.height] = size
  }

  draw (state) {
    this.fit()
    const { ink, canvas } = this
    ink.clearRect(0, 0, canvas.width, canvas.height)
    const limbs = this.marks.limbs[state?.near_side]
    if (!state?.landmarks || !limbs) return
    const unit = Math.max(1, canvas.height / 420)
    const at = (number) => { const [x, y] = state.landmarks[number]; return x === null ? null : [x * canvas.width, y * canvas.height] }
    ink.lineCap = ink.lineJoin = 'round'
    ink.setLineDash([])
    const bones = limbs.bones.map((pair) => pair.map(at)).filter(([a, b]) => a && b)
    for (const [colour, width] of [[SCRIM, 2 * unit + 2], ['#FFFFFF', 2 * unit]]) this.trace(bones, colour, width)
    for (const joint of limbs.joints.map(at)) if (joint) { this.dot(joint, 4 * unit, SCRIM); this.dot(joint, 3 * unit, '#FFFFFF') }
    if (state.outline) this.drawBack(state.outline, 1.3 * unit)
  }

  drawBack (outline, unit) {
    const stroke = this.marks.strokes[outline.level]
    const line = [outline.points.map(([x, y]) => [x * this.canvas.width, y * this.canvas.height])]
    this.trace(line, SCRIM, (stroke.thickness + 2) * unit)
    this.ink.setLineDash(stroke.dash ? [stroke.dash * unit, stroke.gap * unit] : [])
    this.trace(line, stroke.colour, stroke.thickness * unit)
    this.ink.setLineDash([])
  }

  trace (lines, colour, width) {
    this.ink.strokeStyle = colour
    this.ink.lineWidth = width
    this.ink.beginPath()
    for (const points of lines) points.forEach((point, k) => (k ? this.ink.lineTo(...point) : this.ink.moveTo(...point)))
    this.ink.stroke()
  }

  dot (point, radius, colour) {
    this.ink.fillStyle = colour
    this.ink.beginPath()
    this.ink.arc(...point, radius, 0, 2 * Math.PI)
    this.ink.fill()
  }
}
