using Chameleon.Web.Api;
using Chameleon.Web.Data;
using Chameleon.Web.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace Chameleon.Web.Access;

/// <summary>Who may come in.</summary>
internal static class AccessStartup
{
    /// <summary>How it is known that it is they.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string CookieName = "chameleon-login";

    /// <summary>Registers what it takes; without login next to nothing.</summary>
    public static void AddAccess(this IServiceCollection services, WebOptions options)
    {
        // Cookies hold over a restart, and the program writes nowhere else.
        var keys = Directory.CreateDirectory(Path.Combine(options.FindData(), "keys"));
        services.AddDataProtection().SetApplicationName("chameleon").PersistKeysToFileSystem(keys);
        services.AddScoped<CurrentUser>();
        if (!options.Auth)
        {
            return;
        }

        services.AddSingleton(provider => provider.GetRequiredService<DataStore>().Users);
        services.AddSingleton<OwnerToken>();
        services.AddSingleton<LoginLimits>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<LoginDesk>();
        services.AddScoped<AuthenticationStateProvider, PageSession>();
        services.AddAuthentication(Scheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Sessions.Lasting;
            cookie.SlidingExpiration = true;
            cookie.Events.OnValidatePrincipal = async context =>
            {
                var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
                if (!await sessions.HoldsAsync(context.Principal!, context.HttpContext.RequestAborted))
                {
                    context.RejectPrincipal();
                }
            };
        });
    }

    /// <summary>Lets in who may.</summary>
    public static void UseAccess(this WebApplication app, WebOptions options)
    {
        if (!options.Auth)
        {
            app.UseLocalUser();
            return;
        }

        app.UseAuthentication();
        app.Use((context, next) => MayPass(context) ? next(context) : AskAsync(context));
    }

    private static bool MayPass(HttpContext context) =>
        context.User.FindId() is not null
        || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || ApiEndpoints.Owns(context.Request.Path);

    private static Task AskAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect(LoginAddress.Of(request.Path + request.QueryString));
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync("Log in first.");
    }
}
