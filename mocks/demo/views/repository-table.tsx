import type { JSX } from 'preact';
import { VisibilitySwitch } from '../parts/visibility-switch.tsx';
import type { RepositoryItem } from '../state/api.ts';
import { repositoryAddress } from '../state/routes.ts';
import { sayCount, saySize, sayTime, t } from '../state/texts.ts';

/** One row a repository. On a phone the quiet columns move below the name. */
export const RepositoryTable = (props: {
  items: readonly RepositoryItem[];
  isForeign: boolean;
  onChange: () => Promise<void>;
}): JSX.Element => (
  <table class="repositories">
    <thead>
      <tr>
        <th scope="col">{t('name')}</th>
        <th scope="col" class="on-wide category">
          {t('category')}
        </th>
        <th scope="col" class="visibility">
          {t('visibility')}
        </th>
        <th scope="col" class="on-wide number images">
          {t('images')}
        </th>
        <th scope="col" class="on-wide number size">
          {t('size')}
        </th>
        <th scope="col" class="on-wide last">
          {t(props.isForeign ? 'owner' : 'updated')}
        </th>
      </tr>
    </thead>
    <tbody>
      {props.items.map((item) => (
        <Row key={`${item.namespace}/${item.name}`} item={item} {...props} />
      ))}
    </tbody>
  </table>
);

const Row = (props: { item: RepositoryItem; isForeign: boolean; onChange: () => Promise<void> }): JSX.Element => {
  const { item, isForeign, onChange } = props;
  const path = { namespace: item.namespace, repository: item.name };
  return (
    <tr>
      <th scope="row">
        <a class="name" href={repositoryAddress(path, isForeign)}>
          <span class="quiet">{item.namespace}/</span>
          {item.name}
        </a>
        <span class="below on-narrow">
          {[item.category, t(item.num_images === 1 ? 'imageOf' : 'imagesOf', { count: sayCount(item.num_images) })]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span class="below on-wide description">{item.description}</span>
      </th>
      <td class="on-wide">{item.category && <span class="chip">{item.category}</span>}</td>
      <td>
        {isForeign ? (
          <span class="quiet">{t(item.is_public ? 'public' : 'private')}</span>
        ) : (
          <VisibilitySwitch path={path} isPublic={item.is_public} onChange={onChange} />
        )}
      </td>
      <td class="on-wide number">{sayCount(item.num_images)}</td>
      <td class="on-wide number">{saySize(item.size)}</td>
      <td class="on-wide quiet">
        {isForeign ? item.domain_name : <time dateTime={item.updated_at}>{sayTime(item.updated_at)}</time>}
      </td>
    </tr>
  );
};
