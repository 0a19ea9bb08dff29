Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins 'localhost:3000', '127.0.0.1:3000', /\Ahttps:\/\/.*\.shop\.example\z/
    resource '/api/*',
      headers: %w[Authorization Content-Type],
      methods: %i[get post put patch delete options head],
      expose: ['X-Total'],
      credentials: true,
      max_age: 600
  end
  allow do
    origins '*'
    resource '/public/*', headers: :any, methods: :get
  end
  allow do
    origins { |source, env| source.end_with?(".partner.example") }
    resource '*', headers: :any, methods: [:get]
  end
end
