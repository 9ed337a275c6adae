{
  "hybrid_roll_out": {
    "stages": [
      {
        "name": "canary worker: worker-1",
        "servers": ["worker-1"]
      },
      {
        "name": "canary edge: edge-1",
        "servers": ["edge-1"]
      },
      {
        "name": "canary control-plane: control-1",
        "servers": ["control-1"]
      },
      {
        "name": "rack a2: edge-2",
        "servers": ["edge-2"]
      }
    ]
  }
}
