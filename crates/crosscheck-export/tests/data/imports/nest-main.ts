import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableCors({
    origin: ["https://shop.example", /^https:\/\/[a-z0-9-]+\.preview\.shop\.example$/],
    credentials: true,
    allowedHeaders: ["content-type", "x-csrf-token"],
    exposedHeaders: "x-total",
    maxAge: 600,
  });
  await app.listen(3000);
}
bootstrap();
