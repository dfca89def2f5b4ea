### The page that a proxy shows while the service is away.

error_maintenance_title = The service is under maintenance
maintenance_body = The service is away for a moment. Your data is safe, and logging in will work again soon.
maintenance_again = Wait a moment and reload the page.
maintenance_help = Do you need help?
