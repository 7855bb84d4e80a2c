using Chameleon.Web.Access.Pages;
using Chameleon.Web.Hosting;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Chameleon.Web.Access;

/// <summary>Plain pages and forms to come in by; they work without a script.</summary>
internal static class AccessEndpoints
{
    private const int MaxFormBytes = 16 * 1024;

    /// <summary>Maps them, where there is a login.</summary>
    public static void MapAccess(this IEndpointRouteBuilder routes, WebOptions options)
    {
        if (!options.Auth)
        {
            return;
        }

        var open = routes.MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes)).AllowAnonymous().AddEndpointFilter(NameOriginAsync);
        open.MapGet(LoginAddress.Path, async (LoginDesk desk, string? to, CancellationToken cancellationToken) =>
            LoginPageOf(to, await desk.HasOwnerAsync(cancellationToken) ? null : Words.AccessNoOwner));
        open.MapPost(LoginAddress.Path, LogInAsync).DisableAntiforgery().AddEndpointFilter(CheckAsync);
        open.MapGet("/setup", (string? token) => SetupPageOf(token, null));
        open.MapPost("/setup", SetUpAsync).DisableAntiforgery().AddEndpointFilter(CheckAsync);
        var closed = routes.MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes)).DisableAntiforgery().AddEndpointFilter(NameOriginAsync);
        closed.MapPost("/logout", LogOutAsync).AddEndpointFilter(CheckAsync);
        AccountEndpoints.Map(closed, CheckAsync);
    }

    /// <summary>Whence a request comes, as limits see it.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>A page that keeps its address to itself sends forms from nowhere, which are refused.</summary>
    private static ValueTask<object?> NameOriginAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        invocation.HttpContext.Response.Headers["Referrer-Policy"] = "same-origin";
        return next(invocation);
    }

    private static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var antiforgery = invocation.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(invocation.HttpContext) ? await next(invocation) : TypedResults.BadRequest(Words.AccessStale);
    }

    private static async Task<IResult> LogInAsync(
        HttpContext context, LoginDesk desk, [FromForm] string? name, [FromForm] string? password, [FromForm] string? to)
    {
        var (account, problem) = await desk.LogInAsync(name ?? "", password ?? "", AddressOf(context), context.RequestAborted);
        if (account is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return LoginPageOf(to, problem);
        }

        await context.SignInAsync(AccessStartup.Scheme, Sessions.Begin(account, AccessStartup.Scheme), new AuthenticationProperties { IsPersistent = true });
        return TypedResults.LocalRedirect(LoginAddress.Next(to));
    }

    private static async Task<IResult> SetUpAsync(
        HttpContext context, LoginDesk desk, [FromForm] string? token, [FromForm] string? name, [FromForm] string? password)
    {
        var (owner, problem) = await desk.ClaimAsync(token, name ?? "", password ?? "", AddressOf(context), context.RequestAborted);
        if (owner is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return SetupPageOf(token, problem);
        }

        await context.SignInAsync(AccessStartup.Scheme, Sessions.Begin(owner, AccessStartup.Scheme), new AuthenticationProperties { IsPersistent = true });
        return TypedResults.LocalRedirect("/");
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, Sessions sessions)
    {
        sessions.End(context.User);
        await context.SignOutAsync(AccessStartup.Scheme);
        return TypedResults.LocalRedirect(LoginAddress.Path);
    }

    private static RazorComponentResult<LoginPage> LoginPageOf(string? to, string? problem) =>
        new(new Dictionary<string, object?> { [nameof(LoginPage.To)] = LoginAddress.Next(to), [nameof(LoginPage.Problem)] = problem });

    private static RazorComponentResult<SetupPage> SetupPageOf(string? token, string? problem) =>
        new(new Dictionary<string, object?> { [nameof(SetupPage.Token)] = token, [nameof(SetupPage.Problem)] = problem });
}
