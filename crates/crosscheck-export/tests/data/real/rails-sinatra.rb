require 'sinatra'
require 'rack/cors'
class UploadCrossDomain < Sinatra::Base
  use Rack::Cors do
    allow do
      origins '*'
      resource '*', {
        headers: :any,
        methods: [:delete, :head, :get, :options, :patch, :post, :put]
      }
    end
  end
end
