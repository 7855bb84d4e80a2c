using Chameleon.Web.Access.Pages;
using Chameleon.Web.Data;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Chameleon.Web.Access;

/// <summary>What people change about themselves, and the owner about others.</summary>
internal static class AccountEndpoints
{
    /// <summary>Maps it.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="check">Refuses forms that are not ours.</param>
    public static void Map(IEndpointRouteBuilder routes, Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> check)
    {
        routes.MapGet("/account", (HttpContext context, DataStore store) => ShowAsync(context, store));
        routes.MapPost("/account/password", ChangePasswordAsync).AddEndpointFilter(check);
        routes.MapPost("/account/keys", MakeKeyAsync).AddEndpointFilter(check);
        routes.MapPost("/account/keys/end", EndKeyAsync).AddEndpointFilter(check);
        var others = routes.MapGroup("/account/users").AddEndpointFilter(check).AddEndpointFilter(async (invocation, next) =>
            invocation.HttpContext.User.IsOwner() ? await next(invocation) : TypedResults.NotFound());
        others.MapPost("", AddUserAsync);
        others.MapPost("/password", SetPasswordAsync);
        others.MapPost("/end", ShutOutAsync);
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context, LoginDesk desk, DataStore store, [FromForm] string? current, [FromForm] string? next)
    {
        var user = context.User.Id();
        var problem = await desk.ChangePasswordAsync(user, current ?? "", next ?? "", AccessEndpoints.AddressOf(context), context.RequestAborted);
        if (problem is not null)
        {
            return await ShowAsync(context, store, problem);
        }

        // All logins have ended with the old password; this one begins anew.
        var account = await store.Users.FindAsync(user, context.RequestAborted);
        await context.SignInAsync(AccessStartup.Scheme, Sessions.Begin(account!, AccessStartup.Scheme), new AuthenticationProperties { IsPersistent = true });
        return await ShowAsync(context, store, done: Words.AccessPasswordChanged);
    }

    private static async Task<IResult> MakeKeyAsync(HttpContext context, DataStore store, [FromForm] string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > DataLimits.Title)
        {
            return await ShowAsync(context, store, string.Format(null, Words.AccessNameLength, DataLimits.Title));
        }

        return await store.ApiKeys.CreateAsync(context.User.Id(), name, context.RequestAborted) is { } made
            ? await ShowAsync(context, store, newKey: made.Key)
            : await ShowAsync(context, store, string.Format(null, Words.AccessTooManyKeys, ApiKeyStore.MaxKeys));
    }

    private static Task<IResult> EndKeyAsync(HttpContext context, DataStore store, [FromForm] long id) =>
        ChangeAsync(context, store, () => store.ApiKeys.DeleteAsync(context.User.Id(), id, context.RequestAborted));

    private static async Task<IResult> AddUserAsync(HttpContext context, LoginDesk desk, DataStore store, [FromForm] string? name, [FromForm] string? password)
    {
        var problem = await desk.AddAsync(name ?? "", password ?? "", context.RequestAborted);
        return await ShowAsync(context, store, problem, problem is null ? string.Format(null, Words.AccessUserAdded, name) : null);
    }

    private static async Task<IResult> SetPasswordAsync(HttpContext context, LoginDesk desk, DataStore store, [FromForm] long id, [FromForm] string? password)
    {
        string? problem = null;
        var result = await ChangeAsync(context, store, async () => problem = await desk.SetPasswordAsync(new UserId(id), password ?? "", context.RequestAborted));
        return problem is null ? result : await ShowAsync(context, store, problem);
    }

    private static Task<IResult> ShutOutAsync(HttpContext context, LoginDesk desk, DataStore store, [FromForm] long id) =>
        ChangeAsync(context, store, () => desk.ShutOutAsync(new UserId(id), context.RequestAborted));

    private static async Task<IResult> ChangeAsync(HttpContext context, DataStore store, Func<Task> change)
    {
        try
        {
            await change();
            return await ShowAsync(context, store, done: Words.AccessDone);
        }
        catch (KeyNotFoundException)
        {
            return TypedResults.NotFound();
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext context, DataStore store, string? problem = null, string? done = null, string? newKey = null)
    {
        var (user, cancellationToken) = (context.User.Id(), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<AccountPage>(new Dictionary<string, object?>
        {
            [nameof(AccountPage.Account)] = await store.Users.FindAsync(user, cancellationToken),
            [nameof(AccountPage.Keys)] = await store.ApiKeys.ListAsync(user, cancellationToken),
            [nameof(AccountPage.Users)] = context.User.IsOwner() ? await store.Users.ListAsync(cancellationToken) : null,
            [nameof(AccountPage.Problem)] = problem,
            [nameof(AccountPage.Done)] = done,
            [nameof(AccountPage.NewKey)] = newKey,
        });
    }
}
