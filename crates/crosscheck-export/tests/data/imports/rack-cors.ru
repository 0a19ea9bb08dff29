require "rack/cors"

use Rack::Cors do
  allow do
    origins "localhost:3000", ENV["APP_ORIGIN"]
    resource "*", headers: %w[X-Token], methods: %i[get put]
    resource "/files/:id", methods: [:get], if: proc { |env| env["HTTP_X"] }
  end
end
