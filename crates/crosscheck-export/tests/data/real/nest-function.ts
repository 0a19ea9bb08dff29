import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

const ORIGINS = ['https://app.example', 'https://admin.example'];

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableCors({
    origin: (requestOrigin, callback) => {
      if (!requestOrigin || ORIGINS.some((allowed) => allowed === requestOrigin)) {
        callback(null, true);
      } else {
        Logger.warn(`refused ${requestOrigin}`);
        callback(null, false);
      }
    },
    credentials: true,
    methods: ['GET', 'POST', 'PATCH'],
    allowedHeaders: ['Content-Type'],
  });
  await app.listen(3000);
}
bootstrap();
