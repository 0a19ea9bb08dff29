import cors from 'cors';
const app = express();
let allowedOrigins: (string | RegExp)[] = [
    new RegExp('.*.dev.shop.example$'),
    new RegExp('.*.local.pwadev$'),
];
if (process.env.ORIGINS) {
    const origins = process.env.ORIGINS.split(',');
    allowedOrigins = allowedOrigins.concat(origins);
}
const corsConfiguration: cors.CorsOptions = {
    origin: allowedOrigins,
    credentials: true,
    allowedHeaders: ['Content-Type', 'Authorization', 'preview-version', 'store'],
};
app.use(cors(corsConfiguration));
app.options('*', cors(corsConfiguration));
