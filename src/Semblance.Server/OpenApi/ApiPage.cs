using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Semblance.Server.OpenApi;

/// <summary>A page to read the API on: one file that shows /openapi.json and loads nothing else.</summary>
internal static class ApiPage
{
    private static readonly byte[] s_page = Load();

    // The one style and the one script of the page may run, and nothing that anybody might smuggle in.
    private static readonly string s_policy =
        $"default-src 'none'; style-src '{HashOf("<style>", "</style>")}'; script-src '{HashOf("<script>", "</script>")}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapApiPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/docs", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = s_policy;
            return TypedResults.Bytes(s_page, "text/html; charset=utf-8");
        }).ExcludeFromDescription();
        routes.MapGet("/", () => TypedResults.Redirect("/docs")).ExcludeFromDescription();
    }

    private static byte[] Load()
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("Semblance.Server.OpenApi.page.html")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string HashOf(string open, string close)
    {
        string page = Encoding.UTF8.GetString(s_page);
        int start = page.IndexOf(open, StringComparison.Ordinal) + open.Length;
        string text = page[start..page.IndexOf(close, start, StringComparison.Ordinal)];
        return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
