using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Finds relations that go both ways, "an actor plays in several movies and a movie has many actors", and adds the table that links the two.</summary>
internal static class LinkReader
{
    public static void AddLinks(PromptReading reading, Func<string, string> freeName)
    {
        foreach (RelationWish relation in reading.Relations.ToList())
        {
            RelationWish? back = reading.Relations.Find(other => other.Parent == relation.Child && other.Child == relation.Parent);
            if (back is null || relation.Parent == relation.Child || relation.OneToOne || back.OneToOne || !reading.Relations.Contains(relation))
            {
                continue;
            }
            reading.Relations.Remove(relation);
            reading.Relations.Remove(back);
            // A table that is there and refers to both links them already: enrollments of students in courses.
            if (reading.Entities.Exists(entity => Refers(entity, relation.Parent) && Refers(entity, relation.Child)))
            {
                continue;
            }
            (EntityWish first, EntityWish second) = reading.Entities.IndexOf(relation.Parent) < reading.Entities.IndexOf(relation.Child) ? (relation.Parent, relation.Child) : (relation.Child, relation.Parent);
            string one = Spelling.Snake(Spelling.Words(first.Singular)), other = Spelling.Snake(Spelling.Words(second.Singular));
            var link = new EntityWish { Name = freeName($"{one}_{English.Plural(other)}"), Singular = $"{first.Singular} {second.Singular}", IsFirm = true, IsAdded = true, IsComplete = true };
            link.Columns.Add(new ColumnWish { Name = one + "_id" });
            link.Columns.Add(new ColumnWish { Name = other + "_id" });
            reading.Entities.Add(link);
            reading.Relations.Add(new RelationWish(first, link) { ManyToMany = true });
            reading.Warnings.Add($"{link.Name} was added to link {first.Name} and {second.Name}, which have many of each other.");
        }
    }

    private static bool Refers(EntityWish entity, EntityWish to) =>
        entity != to && to.Catalog is { } known && entity.Catalog is { } own && own.Columns.Any(column => column.Forms.Any(form => form.Key is { Span: null } key && key.Targets.Contains(known.Name)));
}
