import { Hono } from 'hono'
import { cors } from 'hono/cors'
const app = new Hono<{Bindings: Bindings}>()
app.use(renderer)
app.use('/api/*', cors())
