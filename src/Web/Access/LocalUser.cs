namespace Chameleon.Web.Access;

/// <summary>Where there is no login, everybody who reaches the program is its one user.</summary>
internal static class LocalUser
{
    /// <summary>Makes every request that user's.</summary>
    public static IApplicationBuilder UseLocalUser(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.User = WebUser.Local;
        return next(context);
    });
}
