/** The API's page: a library draws it from the OpenAPI document of this hub, and nothing comes from elsewhere. */
import 'openapi-explorer';
import '../theme/tokens.css';
import './docs.css';
