// The camera: its pictures on the page undelayed, and as JPEG for whoever looks at them.
const JUMP_MS = 500
const CAMERA_WORDS = {
  NotAllowedError: 'The browser blocked the camera. Allow it in the address bar, then press Try again.',
  NotFoundError: 'No camera was found. Plug one in, then press Try again.',
  NotReadableError: 'Another program uses the camera. Close it, then press Try again.',
  insecure: 'A browser gives its camera to HTTPS pages only. The Live page says how a phone gets one.'
}
const CAMERA_FAILED = 'The camera did not start. Unplug it, plug it in again, then press Try again.'

// Time of pictures in milliseconds from the first on, growing, also when the camera is changed for another.
class PictureClock {
  tell (now_ms, media_s) {
    const media_ms = 1000 * media_s
    if (this.offset === undefined || Math.abs(media_ms + this.offset - now_ms) > JUMP_MS) this.offset = now_ms - media_ms
    this.zero ??= now_ms
    this.last = Math.max(Math.round(media_ms + this.offset - this.zero), (this.last ?? -1) + 1)
    return this.last
  }
}

// Codes pictures as JPEG in a worker, the newest when one is wanted: at once, and in a hidden tab as well.
const codePictures = () => {
  const LONGER_SIDE_PX = 640
  const JPEG_QUALITY = 0.7
  const canvas = new OffscreenCanvas(2, 2)
  const ink = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  let newest = null
  let wanted = 0
  const take = (picture) => { newest?.image.close(); newest = picture; code() }
  const code = async () => {
    if (!newest || !wanted) return
    const { image, media_s, now_ms } = newest
    newest = null
    wanted -= 1
    const [width, height] = [image.displayWidth ?? image.width, image.displayHeight ?? image.height]
    const scale = Math.min(1, LONGER_SIDE_PX / Math.max(width, height))
    const size = [width, height].map((side) => Math.max(2, 2 * Math.round(side * scale / 2)))
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size
    ink.drawImage(image, 0, 0, ...size)
    image.close()
    const jpeg = await (await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })).arrayBuffer()
    postMessage({ media_s, now_ms, jpeg }, [jpeg])
  }
  const read = async (pictures) => {
    const reader = pictures.getReader()
    for (let one = await reader.read(); !one.done; one = await reader.read()) {
      take({ image: one.value, media_s: one.value.timestamp / 1e6, now_ms: performance.timeOrigin + performance.now() })
    }
  }
  onmessage = ({ data }) => {
    if (data.pictures) read(data.pictures)
    else if (data.image) take(data)
    else { wanted = data.wanted; code() }
  }
}

class Camera {
  constructor (video, on) {
    Object.assign(this, { video, on })
    this.clock = new PictureClock()
    this.tick = this.tick.bind(this)
    const source = URL.createObjectURL(new Blob([`(${codePictures})()`], { type: 'text/javascript' }))
    this.coder = new Worker(source)
    URL.revokeObjectURL(source)
    this.coder.onmessage = ({ data }) => this.on.picture(this.clock.tell(data.now_ms, data.media_s), data.jpeg)
  }

  async open (wish) {
    this.stop()
    if (!navigator.mediaDevices?.getUserMedia) throw new Error(CAMERA_WORDS.insecure)
    const choice = wish.device ? { deviceId: { exact: wish.device } } : { facingMode: wish.facing ?? 'user' }
    const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 30 } }
    let stream
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { ...size, ...choice }, audio: false })
    } catch (error) {
      if (error.name === 'OverconstrainedError' && wish.device) return this.open({ ...wish, device: '' })
      throw new Error(CAMERA_WORDS[error.name] ?? CAMERA_FAILED)
    }
    if (this.isClosed) { stream.getTracks().forEach((track) => track.stop()); return }
    this.stream = stream
    const track = stream.getVideoTracks()[0]
    track.onended = () => this.on.unplugged()
    this.facing = track.getSettings().facingMode ?? 'user'
    this.video.srcObject = stream
    await this.video.play().catch(() => {})
    this.readPictures(track)
  }

  // Straight from the camera where the browser can; elsewhere from what it shows, a frame's time later.
  readPictures (track) {
    if (!window.MediaStreamTrackProcessor) { this.video.requestVideoFrameCallback(this.tick); return }
    const pictures = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable
    this.coder.postMessage({ pictures }, [pictures])
  }

  async tick (now, frame) {
    if (!this.stream) return
    this.video.requestVideoFrameCallback(this.tick)
    const now_ms = performance.timeOrigin + now
    const image = await createImageBitmap(this.video).catch(() => null)
    if (image) this.coder.postMessage({ image, media_s: frame.mediaTime, now_ms }, [image])
  }

  // So many pictures are wanted from now on, each the newest when its turn comes.
  want (number) { this.coder.postMessage({ wanted: number }) }

  async list () {
    const devices = await navigator.mediaDevices?.enumerateDevices() ?? []
    return devices.filter((one) => one.kind === 'videoinput')
  }

  stop () {
    const stream = this.stream
    this.stream = null
    stream?.getTracks().forEach((track) => { track.onended = null; track.stop() })
    this.video.srcObject = null
  }

  close () { this.isClosed = true; this.stop(); this.coder.terminate() }
}
