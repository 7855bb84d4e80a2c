using System.Globalization;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Security;

/// <summary>
/// How many pages may be open at one time. Each holds memory of the program for as long as it is open, and nothing else
/// limits them. Thread-safe.
/// </summary>
internal static class PageLimit
{
    /// <summary>Open pages.</summary>
    public const int Most = 256;

    private const string Circuits = "/_blazor";

    /// <summary>Refuses connections of pages beyond the limit, and says so to whoever opens one.</summary>
    /// <param name="app">Where.</param>
    /// <param name="most">The limit.</param>
    public static IApplicationBuilder UsePageLimit(this IApplicationBuilder app, int most = Most)
    {
        var open = 0;
        return app.Use(async (context, next) =>
        {
            var isConnection = context.Request.Path.StartsWithSegments(Circuits);
            if (!isConnection && !IsPage(context.Request))
            {
                await next(context);
                return;
            }

            if (!isConnection)
            {
                await (Volatile.Read(ref open) < most ? next(context) : RefuseAsync(context, most));
                return;
            }

            // A connection is one request for as long as the page is open.
            try
            {
                await (Interlocked.Increment(ref open) <= most ? next(context) : RefuseAsync(context, most));
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        });
    }

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context, int most)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "10";
        return context.Response.WriteAsync(string.Format(CultureInfo.InvariantCulture, Words.AccessTooManyPages, most));
    }
}
