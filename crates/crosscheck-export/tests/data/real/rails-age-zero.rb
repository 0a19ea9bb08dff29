module Backend
  class Application < Rails::Application
    config.load_defaults 6.1
    # config.middleware.insert_before 0, Rack::Cors do
    # allow do
    #   origins '*'
    #   resource '*', headers: :any, methods: [:get, :options]
    # end
    config.middleware.insert_before 0, Rack::Cors do
      allow do
        origins '*'
        resource '*',
          :headers => :any,
          :methods => [:get, :post, :delete, :put, :patch, :options, :head],
          :max_age => 0
      end
    end
  end
end
