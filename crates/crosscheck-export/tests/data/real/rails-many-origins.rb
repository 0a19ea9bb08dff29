# Restart the server after a change.
Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    # the web
    origins "http://localhost:4000",
            "http://localhost:5173", "http://localhost:5174",
            "https://www.walks.example",
            "https://walks.example"

    resource "*",
             headers: :any,
             expose: [ "Authorization" ],
             methods: %i[get post put patch delete options head],
             credentials: true
  end
end
