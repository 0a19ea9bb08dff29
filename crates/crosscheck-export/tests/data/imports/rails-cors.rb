# Be sure to restart your server when you modify this file.

Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins "https://app.shop.example", %r{\Ahttps://[a-z0-9-]+\.shop\.example\z}

    resource "/api/*",
      headers: :any,
      methods: [:get, :post, :put, :patch, :delete, :options, :head],
      expose: %w[X-Total Link],
      credentials: true,
      max_age: 600
  end

  allow do
    origins "*"
    resource "/public/*", headers: :any, methods: :get
  end
end
