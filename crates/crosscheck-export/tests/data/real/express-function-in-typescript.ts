import cors, { CorsOptions } from 'cors';

const origins: string[] = ['https://app.example', 'https://beta.app.example'];
const pattern = /^https:\/\/[a-z0-9-]+\.preview\.example$/;

export const options: CorsOptions = {
  origin(origin: string | undefined, callback: (err: Error | null, allow?: boolean) => void): void {
    const known = !origin || origins.includes(origin!) || pattern.test(origin as string);
    if (known) {
      callback(null, true);
      return;
    }
    logger.warn(`refused ${origin}`, { origin });
    callback(null, false);
  },
  methods: 'GET,POST,DELETE',
  allowedHeaders: ['content-type'],
};

app.use(cors(options));
