using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Phr.Platform.Hosting;

namespace Phr.Mobile.Page;

/// <summary>
/// The reference web app of <c>app/</c>, embedded: its page at <c>/</c> and at <c>/app/signed-in</c>, where the provider sends the browser
/// back to, and its modules and styles under <c>/app/</c>. No script or style of another origin runs in it.
/// </summary>
internal static class AppFiles
{
    private const string Folder = "app/";
    private const string Start = "index.html";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml", [".webmanifest"] = "application/manifest+json",
    };

    public static void Map(WebApplication app)
    {
        var policy = Policy(app.Services.GetService(typeof(PlatformSettings)) as PlatformSettings
            ?? throw new InvalidOperationException("The host registers the platform's settings."));
        var names = typeof(AppFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));
        foreach (var file in names.Select(name => new AppFile(name[Folder.Length..])))
        {
            app.MapGet($"/{Folder}{file.Name}", (HttpContext context) => file.Send(context, policy));
            if (file.Name != Start)
                continue;
            app.MapGet("/", (HttpContext context) => file.Send(context, policy));
            app.MapGet($"/{Folder}signed-in", (HttpContext context) => file.Send(context, policy));
        }
    }

    // Trusted Types without a policy: no text can become markup or script, whatever a record holds.
    private static string Policy(PlatformSettings settings) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; "
        + $"connect-src 'self' {settings.Urls.Issuer.GetLeftPart(UriPartial.Authority)}; form-action 'none'; frame-ancestors 'none'; "
        + "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private sealed class AppFile
    {
        private readonly byte[] _bytes;
        private readonly EntityTagHeaderValue _version;
        private readonly string _type;

        public AppFile(string name)
        {
            using var stream = typeof(AppFile).Assembly.GetManifestResourceStream(Folder + name)!;
            _bytes = new byte[stream.Length];
            stream.ReadExactly(_bytes);
            _version = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..16]}\"");
            (Name, _type) = (name, Types[Path.GetExtension(name)]);
        }

        public string Name { get; }

        public IResult Send(HttpContext context, string policy)
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers.CacheControl = "no-cache";
            return Results.Bytes(_bytes, _type, entityTag: _version);
        }
    }
}
