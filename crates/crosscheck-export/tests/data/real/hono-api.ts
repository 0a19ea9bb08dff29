import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { renderer } from './renderer'

const app = new Hono<{ Bindings: Bindings }>()
app.use(renderer)
app.use('/api/*', cors())

app.get('/api/posts/:slug/comments', async c => {
});
