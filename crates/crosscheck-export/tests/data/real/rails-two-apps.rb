Rails.application.config.middleware.insert_before 0, Rack::Cors do
    # one app
    allow do
        origins 'localhost:4200'
        resource '*', headers: :any, methods: [:get, :post, :delete, :put]
    end

    # the other
    allow do
        origins 'localhost:3000'
        resource '*', headers: :any, methods: [:get, :post, :delete, :put]
    end

end
