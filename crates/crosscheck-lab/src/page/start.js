// The page is painted first, then it comes to life. The modules are on their way meanwhile.

const live = () => import('/main.js');
if (document.hidden) live(); else requestAnimationFrame(() => setTimeout(live));
