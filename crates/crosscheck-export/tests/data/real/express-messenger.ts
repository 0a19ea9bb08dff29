import express from 'express';
import cors from 'cors';
export class App {
  public appConfig(): void {
    if ((process.env.NODE_ENV as string) !== 'production') {
      this.app.use(morgan('dev'));
    }
    this.app.use(cors({ origin: '*', methods: ['GET', 'POST'] }));
    this.app.use(express.json());
  }
}
