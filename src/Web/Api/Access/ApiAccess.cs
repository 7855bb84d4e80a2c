using System.Globalization;

namespace Chameleon.Web.Api;

/// <summary>Lets requests to the API in: with their key, and as many as the limits allow. Nothing of a body is read before.</summary>
internal static class ApiAccess
{
    /// <summary>Asks for keys and counts.</summary>
    public static IApplicationBuilder UseApiAccess(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!ApiEndpoints.Owns(context.Request.Path))
        {
            await next(context);
            return;
        }

        var caller = await context.RequestServices.GetRequiredService<ApiKeys>().FindAsync(context);
        context.Features.Set(caller);
        var decision = context.RequestServices.GetRequiredService<CallerLimits>().Enter(caller);
        Tell(context, decision);
        using (decision.Admit())
        {
            await next(context);
        }
    });

    private static void Tell(HttpContext context, CallerLimits.Decision decision)
    {
        if (decision.Limit is not { } limit)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers["x-ratelimit-limit-requests"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining-requests"] = decision.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset-requests"] = string.Create(CultureInfo.InvariantCulture, $"{decision.Reset.TotalSeconds:0.###}s");
    }
}
