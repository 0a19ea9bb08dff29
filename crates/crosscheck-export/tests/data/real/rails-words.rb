if defined? Rack::Cors
  Rails.configuration.middleware.insert_before 0, Rack::Cors do
    allow do
      origins %w[
                http://garage.example
                http://www.garage.example
            ]
      resource '/assets/*'
    end
  end
end
