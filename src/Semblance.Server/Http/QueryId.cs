namespace Semblance.Server.Http;

/// <summary>Ids in a query, by which lists are filtered.</summary>
internal static class QueryId
{
    /// <summary>The id of a parameter; null if there is none. A text that is no UUID is an id that nothing has, so its list is empty.</summary>
    public static Guid? Of(HttpContext http, string name) =>
        http.Request.Query[name].ToString() is not { Length: > 0 } text ? null : Guid.TryParse(text, out Guid id) ? id : Guid.Empty;
}
