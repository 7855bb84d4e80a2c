using System.Net;
using Chameleon.Web.Access;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Access;

public sealed class LoginTests(AuthSite site) : IClassFixture<AuthSite>
{
    [Theory]
    [InlineData("/", "/login")]
    [InlineData("/c/1", "/login?to=%2Fc%2F1")]
    [InlineData("/no/such/page", "/login?to=%2Fno%2Fsuch%2Fpage")]
    [InlineData("/account", "/login?to=%2Faccount")]
    public async Task Pages_send_whoever_is_not_logged_in_to_the_login(string path, string expected)
    {
        using var browser = site.Open();
        using var response = await browser.GetAsync(path);

        Assert.Equal((HttpStatusCode.Found, expected), (response.StatusCode, response.Headers.Location!.ToString()));
    }

    [Theory]
    [InlineData("GET", "/pictures/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("GET", "/previews/1/0")]
    [InlineData("POST", "/pictures")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/_blazor")]
    [InlineData("POST", "/logout")]
    [InlineData("POST", "/account/users")]
    public async Task Case_53_nothing_else_answers_whoever_is_not_logged_in(string method, string path)
    {
        using var browser = site.Open();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await browser.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Whoever_logs_in_sees_the_page_and_after_logging_out_no_more()
    {
        using var browser = await site.OpenAsync("BOB");
        Assert.Contains("bob", await browser.ReadAsync("/account"), StringComparison.Ordinal);
        Assert.Contains("<main", await browser.ReadAsync("/"), StringComparison.Ordinal);

        using var gone = await browser.SubmitAsync("/account", "/logout");
        Assert.Equal("/login", gone.Headers.Location!.ToString());
        using var again = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task A_login_that_was_ended_is_not_taken_up_again_with_its_old_cookie()
    {
        using var browser = site.Open();
        using var entered = await browser.LogInAsync("bob", AuthSite.Password);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"), value => value.StartsWith("chameleon-login=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using var left = await browser.SubmitAsync("/account", "/logout");

        using var thief = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address, "/account"));
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var response = await thief.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("bob", "wrong password")]
    [InlineData("nobody", AuthSite.Password)]
    [InlineData("", "")]
    [InlineData("bob' OR 1=1 --", AuthSite.Password)]
    public async Task A_wrong_name_and_a_wrong_password_are_told_apart_by_nobody(string name, string password)
    {
        using var browser = site.Open();
        using var response = await browser.LogInAsync(name, password);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("The name or the password is wrong.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(response.Headers, header => header.Key == "Set-Cookie" && header.Value.Any(value => value.StartsWith("chameleon-login=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/setup")]
    public async Task Browsers_say_of_forms_whence_they_come(string path)
    {
        using var browser = site.Open();
        using var response = await browser.GetAsync(path);

        Assert.Equal(["same-origin"], response.Headers.GetValues("Referrer-Policy"));
    }

    [Fact]
    public async Task A_form_without_our_token_is_refused()
    {
        using var browser = site.Open();
        using var response = await browser.PostAsync("/login", ("name", "bob"), ("password", AuthSite.Password));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/c/5", "/c/5")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    public void After_the_login_nobody_is_sent_elsewhere(string? wanted, string expected) => Assert.Equal(expected, LoginAddress.Next(wanted));

    [Fact]
    public async Task The_owner_adds_users_gives_them_passwords_and_shuts_them_out()
    {
        using var owner = await site.OpenAsync("ann");
        using var added = await owner.SubmitAsync("/account", "/account/users", ("name", "<b>carl</b>"), ("password", AuthSite.Password));
        Assert.DoesNotContain("<b>carl</b>", await added.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var carl = (await site.Store.Users.FindByNameAsync("<b>carl</b>"))!;
        using var browser = await site.OpenAsync(carl.Name);
        Assert.DoesNotContain("Add user", await browser.ReadAsync("/account"), StringComparison.Ordinal);
        var (key, _) = (await site.Store.ApiKeys.CreateAsync(carl.Id, "key"))!.Value;

        using var out1 = await owner.SubmitAsync("/account", "/account/users/end", ("id", carl.Id.ToString()));
        Assert.Equal(HttpStatusCode.OK, out1.StatusCode);
        using var gone = await browser.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Found, gone.StatusCode);
        Assert.Null(await site.Store.ApiKeys.FindAsync(ApiKeyStore.Hash(key)));

        using var back = await owner.SubmitAsync("/account", "/account/users/password", ("id", carl.Id.ToString()), ("password", AuthSite.Password));
        using var again = await site.OpenAsync(carl.Name);
    }

    [Theory]
    [InlineData("/account/users")]
    [InlineData("/account/users/password")]
    [InlineData("/account/users/end")]
    public async Task Nobody_else_manages_users(string action)
    {
        using var browser = await site.OpenAsync("bob");
        using var response = await browser.SubmitAsync("/account", action, ("id", "1"), ("name", "mallory"), ("password", AuthSite.Password));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Null(await site.Store.Users.FindByNameAsync("mallory"));
        Assert.NotNull((await site.Store.Users.FindAsync(UserId.Local))!.PasswordHash);
    }

    [Fact]
    public async Task A_new_password_ends_all_other_logins()
    {
        await site.Store.Users.CreateAsync("dora", await PasswordHash.MakeAsync(AuthSite.Password));
        using var one = await site.OpenAsync("dora");
        using var other = await site.OpenAsync("dora");
        using var wrong = await one.SubmitAsync("/account", "/account/password", ("current", "not the password"), ("next", "another password"));
        Assert.Contains("is wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var changed = await one.SubmitAsync("/account", "/account/password", ("current", AuthSite.Password), ("next", "another password"));

        Assert.Contains("The password was changed", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("dora", await one.ReadAsync("/account"), StringComparison.Ordinal);
        using var ended = await other.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
    }

    [Fact]
    public async Task A_password_that_is_too_short_is_refused_with_the_limit()
    {
        using var owner = await site.OpenAsync("ann");
        using var response = await owner.SubmitAsync("/account", "/account/users", ("name", "short"), ("password", "123456789"));

        Assert.Contains("A password has 10 to 256 characters.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await site.Store.Users.FindByNameAsync("short"));
    }
}
