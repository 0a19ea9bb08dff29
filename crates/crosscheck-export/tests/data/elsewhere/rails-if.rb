Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    if Rails.env.development?
      origins 'localhost:3000', '127.0.0.1:3000'
    else
      origins 'https://justin.example'
    end
    resource '*',
      headers: :any,
      methods: %i[get post put patch delete options head],
      credentials: true,
      max_age: 86400
  end
  if Rails.env.development?
    allow do
      origins '*'
      resource '/assets/*', headers: :any, methods: [:get, :options], credentials: false
    end
  end
end
