// A bare ws relay: whatever comes goes to everybody else at the same address. No CRDT, no storage: the limit of Node with ws.
import { WebSocketServer, WebSocket } from '../peers/node_modules/ws/wrapper.mjs';

const rooms = new Map();
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket, request) => {
  const room = rooms.get(request.url) ?? new Set();
  rooms.set(request.url, room);
  room.add(socket);
  socket.on('message', (data) => {
    for (const other of room) if (other !== socket && other.readyState === WebSocket.OPEN) other.send(data);
  });
  socket.on('close', () => room.delete(socket));
});
server.on('listening', () => process.send({ port: server.address().port }));
process.on('SIGTERM', () => process.exit(0));
