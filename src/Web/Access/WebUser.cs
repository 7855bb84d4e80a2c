using System.Globalization;
using System.Security.Claims;
using Chameleon.Web.Data;

namespace Chameleon.Web.Access;

/// <summary>Somebody who uses the program, as requests and pages know them.</summary>
internal static class WebUser
{
    private const string IdClaim = ClaimTypes.NameIdentifier;
    private const string OwnerRole = "owner";

    /// <summary>The one person who uses a program without login.</summary>
    public static ClaimsPrincipal Local { get; } = Of(new UserAccount(UserId.Local, "local", null, IsOwner: true, DateTimeOffset.UnixEpoch), "local");

    /// <summary>A user.</summary>
    /// <param name="account">Who.</param>
    /// <param name="scheme">How it is known that it is they.</param>
    /// <param name="claims">What else is known.</param>
    public static ClaimsPrincipal Of(UserAccount account, string scheme, params Claim[] claims) => new(new ClaimsIdentity(
        [
            new Claim(IdClaim, account.Id.ToString()),
            new Claim(ClaimTypes.Name, account.Name),
            .. account.IsOwner ? [new Claim(ClaimTypes.Role, OwnerRole)] : Array.Empty<Claim>(),
            .. claims,
        ],
        scheme));

    /// <summary>Whose requests these are; null: nobody is logged in.</summary>
    public static UserId? FindId(this ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(IdClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new UserId(id) : null;

    /// <summary>Whose requests these are.</summary>
    /// <exception cref="UnauthorizedAccessException">Nobody is logged in.</exception>
    public static UserId Id(this ClaimsPrincipal user) => user.FindId() ?? throw new UnauthorizedAccessException("Nobody is logged in.");

    /// <summary>Whether they may manage the program.</summary>
    public static bool IsOwner(this ClaimsPrincipal user) => user.IsInRole(OwnerRole);
}
