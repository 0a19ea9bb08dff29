import express, { Express } from 'express';
import cors from 'cors';

class Server {
  public app: Express = express();
  public configure(): void {
    if ((process.env.NODE_ENV as string) !== 'production') {
      this.app.use(logger('dev'));
    }
    this.app.use(cors({ origin: '*', methods: ['GET', 'POST'] }));
    this.app.use(express.json());
  }
}
