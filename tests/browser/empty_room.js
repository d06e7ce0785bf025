// A picture of WIDTH x HEIGHT with nobody in it, in the place of the camera when it is opened for the next time.
() => {
  const devices = navigator.mediaDevices
  devices.getUserMedia = async () => {
    delete devices.getUserMedia
    const room = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT })
    const ink = room.getContext('2d')
    const paint = () => {
      ink.fillStyle = `hsl(0 0% ${50 + 10 * Math.random()}%)`
      ink.fillRect(0, 0, WIDTH, HEIGHT)
    }
    const timer = setInterval(paint, 50)
    const stream = room.captureStream()
    const [track] = stream.getTracks()
    const stop = track.stop.bind(track)
    track.stop = () => { clearInterval(timer); stop() }
    return stream
  }
}
