const escaped = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);

/** Pages that the provider itself has to show; they use the style sheet of the sign-in pages and no script. */
function page(ctx, title, content) {
  ctx.type = 'html';
  ctx.set('content-security-policy', "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  ctx.set('cache-control', 'no-store');
  ctx.body = `<!doctype html>
<html lang="ja">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/sign-in.css"></head>
<body><main><h1>${title}</h1>${content}</main></body>
</html>`;
}

/** `renderError`: what cannot be told to the app is told to the person. */
export function errorPage(ctx, out) {
  page(ctx, 'サインインできません<br><span lang="en">Sign-in is not possible</span>', `
<p>アプリに戻って、もう一度お試しください。</p>
<p lang="en">Go back to the app and try again.</p>
<p class="detail">${escaped(out.error)}: ${escaped(out.error_description ?? '')}</p>`);
}

/** `logoutSource`: asks before the session of this browser ends. */
export function signOutPage(ctx, form) {
  page(ctx, 'サインアウト<br><span lang="en">Sign out</span>', `${form}
<button type="submit" form="op.logoutForm" value="yes" name="logout">サインアウトする / Sign out</button>
<button type="submit" form="op.logoutForm" class="quiet">やめる / Stay signed in</button>`);
}

/** `postLogoutSuccessSource`. */
export function signedOutPage(ctx) {
  page(ctx, 'サインアウトしました<br><span lang="en">You have signed out</span>', '');
}
