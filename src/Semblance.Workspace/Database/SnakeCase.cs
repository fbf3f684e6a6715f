using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Semblance.Workspace.Database;

/// <summary>Gives columns, keys and indexes the names that both databases take without quotes: KeyId is key_id.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (IMutableEntityType entity in model.Model.GetEntityTypes())
        {
            string table = entity.GetTableName()!;
            foreach (IMutableProperty property in entity.GetProperties())
            {
                property.SetColumnName(Of(property.Name));
            }
            foreach (IMutableKey key in entity.GetKeys())
            {
                key.SetName($"pk_{table}");
            }
            foreach (IMutableForeignKey foreign in entity.GetForeignKeys())
            {
                foreign.SetConstraintName($"fk_{table}_{Joined(foreign.Properties)}");
            }
            foreach (IMutableIndex index in entity.GetIndexes())
            {
                index.SetDatabaseName($"ix_{table}_{Joined(index.Properties)}");
            }
        }
    }

    private static string Joined(IEnumerable<IMutableProperty> properties) => string.Join('_', properties.Select(property => Of(property.Name)));

    private static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
