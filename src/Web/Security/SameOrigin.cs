namespace Chameleon.Web.Security;

/// <summary>
/// Refuses requests that another site's page sends here, WebSockets among them: browsers name the page's origin, and
/// neither cookies nor a loopback address tell who asks.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Answers 403 to requests whose origin is not the address they were sent to.</summary>
    public static IApplicationBuilder UseSameOriginOnly(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Headers.Origin is [var origin] && !IsOwn(origin, context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("This page answers only requests of its own.");
        }

        return next(context);
    });

    private static bool IsOwn(string? origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
