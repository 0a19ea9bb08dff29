<?php
return [
    // 'paths' => ['api/*', 'sanctum/csrf-cookie'],
    // 'allowed_origins' => [
    //     'http://localhost:5173',
    // ],
    'paths' => ['api/*', 'login', 'logout', 'sanctum/csrf-cookie'],
    'allowed_methods' => ['GET','POST','PUT','PATCH','DELETE','OPTIONS'],
    'allowed_origins' => ['https://demo.lend.example'],
    'allowed_headers' => ['Content-Type','Authorization','X-Requested-With','X-XSRF-TOKEN'],
    'exposed_headers' => [],
    'max_age' => 600,
    'supports_credentials' => true,
];
