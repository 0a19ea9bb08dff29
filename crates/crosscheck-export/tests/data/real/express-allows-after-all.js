import cors from "cors";
const allowedOrigins = ["http://localhost:5173", "https://app.repair.example"];
const corsOriginHandler = (origin, callback) => {
  // no origin: apps, curl
  if (!origin) return callback(null, true);
  if (allowedOrigins.includes(origin)) return callback(null, true);
  callback(null, true); // all in dev
};
const io = new Server(httpServer, {
  cors: {
    origin: corsOriginHandler,
    methods: ["GET", "POST"]
  }
});
app.use(cors({
  origin: corsOriginHandler,
  credentials: true
}));
