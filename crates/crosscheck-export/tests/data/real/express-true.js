const app = express();
app.use(express.json({ limit: "50mb" }));
var cors = require("cors");
app.use(cors({ origin: true, credentials: true }));
