<?php

return [

    /*
    |--------------------------------------------------------------------------
    | Who may ask from other origins
    |--------------------------------------------------------------------------
    */

    'paths' => ['api/*', 'login', 'sanctum/csrf-cookie'],

    'allowed_methods' => ['*'],

    'allowed_origins' => [env('FRONTEND_URL', 'http://localhost:3000'), 'https://app.shop.example'],

    'allowed_origins_patterns' => ['#^https://[a-z0-9-]+\.preview\.shop\.example$#i'],

    'allowed_headers' => ['Content-Type', 'X-Requested-With', 'X-XSRF-TOKEN'],

    'exposed_headers' => [],

    'max_age' => 0,

    'supports_credentials' => true,

];
