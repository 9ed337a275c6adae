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
    ],
    "routers": {
      "a1-left": { "rack": "a1", "number": 1 },
      "a1-right": { "rack": "a1", "number": 2 },
      "a2-left": { "rack": "a2", "number": 1 },
      "a2-right": { "rack": "a2", "number": 2 }
    }
  }
}
