// Generated from openapi.yaml by "npm run generate". Do not edit.

export interface paths {
  '/v2/manage/namespaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['listNamespaces'];
    put?: never;
    post: operations['createNamespace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/manage/namespaces/{namespace}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['getNamespace'];
    put?: never;
    post?: never;
    delete: operations['deleteNamespace'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/manage/namespaces/{namespace}/repos': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['createRepository'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/manage/repos': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['listRepositories'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/manage/namespaces/{namespace}/repos/{repository}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['getRepository'];
    put?: never;
    post?: never;
    delete: operations['deleteRepository'];
    options?: never;
    head?: never;
    patch: operations['updateRepository'];
    trace?: never;
  };
  '/v2/manage/namespaces/{namespace}/repos/{repository}/tags': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['listTags'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/manage/namespaces/{namespace}/repos/{repository}/tags/{tag}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['deleteTag'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/manage/namespaces/{namespace}/repositories/{repository}/access-domains': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['listAccessDomains'];
    put?: never;
    post: operations['createAccessDomain'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v2/manage/namespaces/{namespace}/repositories/{repository}/access-domains/{access_domain}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['getAccessDomain'];
    put?: never;
    post?: never;
    delete: operations['deleteAccessDomain'];
    options?: never;
    head?: never;
    patch: operations['updateAccessDomain'];
    trace?: never;
  };
  '/v2/manage/shared-repositories': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['listSharedRepositories'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}

export interface operations {
  /** List namespaces */
  listNamespaces: {
    parameters: {
      query?: {
        /** Which namespaces, e.g. namespace::group. */
        filter?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The namespaces of the account. */
      200: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': {
            namespaces: components['schemas']['Namespace'][];
          };
        };
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Documented for this operation, yet a list that finds nothing is empty. */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Create a namespace */
  createNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateNamespaceBody'];
      };
    };
    responses: {
      /** The namespace was created. The body is empty. */
      201: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** A namespace of this name exists. */
      409: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Read a namespace */
  getNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The namespace. */
      200: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['Namespace'];
        };
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** There is no namespace of this name. */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Delete a namespace */
  deleteNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The namespace was deleted. */
      204: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** There is no namespace of this name. */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Create an image repository */
  createRepository: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': components['schemas']['CreateRepositoryForm'];
      };
    };
    responses: {
      /** The repository was created. The body is empty. */
      201: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused (from the common pages of the edition; A1). */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The namespace does not exist (only where namespaces are strict; A2). */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The namespace already has a repository of this name. */
      409: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The body or the description is too large (from the table of error codes; A5). */
      413: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** List image repositories */
  listRepositories: {
    parameters: {
      query: {
        /** Which repositories, and which part of the list, e.g. center::self|limit::10|offset::0. */
        filter: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The repositories that fit the filter. */
      200: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['RepositoryItem'][];
        };
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Read an image repository */
  getRepository: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The repository. */
      200: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['Repository'];
        };
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The namespace has no repository of this name. */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Delete an image repository */
  deleteRepository: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The repository was deleted. */
      204: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused (from the common pages of the edition; A1). */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The namespace has no repository of this name. */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The repository still holds images. */
      406: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Change an image repository */
  updateRepository: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateRepositoryFields'];
        'multipart/form-data': components['schemas']['UpdateRepositoryFields'];
      };
    };
    responses: {
      /** The repository was changed. The body is empty. */
      201: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused (from the common pages of the edition; A1). */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The namespace has no repository of this name. */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** List the tags of a repository */
  listTags: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The tags of the repository. */
      200: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['Tag'][];
        };
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused (from the common pages of the edition; A1). */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The namespace has no repository of this name. */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Delete a tag */
  deleteTag: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
        /** The tag. */
        tag: components['schemas']['TagName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The tag was deleted. */
      204: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused (from the common pages of the edition; A1). */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** There is no such tag, or no such repository. */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** List the accounts a repository is shared with */
  listAccessDomains: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The accounts. */
      200: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['AccessDomain'][];
        };
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** There is no such repository or sharing (not on the page; A13). */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Share a repository with an account */
  createAccessDomain: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateAccessDomainBody'];
      };
    };
    responses: {
      /** The repository is shared. The body is empty. */
      201: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** There is no such repository or sharing (not on the page; A13). */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The repository is shared with this account already. */
      409: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Ask whether a repository is shared with an account */
  getAccessDomain: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
        /** The account that the repository is shared with. */
        access_domain: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The answer. */
      200: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['Existence'];
        };
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** There is no such repository or sharing (not on the page; A13). */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** End the sharing with an account */
  deleteAccessDomain: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
        /** The account that the repository is shared with. */
        access_domain: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The sharing ended. */
      204: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** There is no such repository or sharing (not on the page; A13). */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** Change the sharing with an account */
  updateAccessDomain: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** The namespace that receives the repository. */
        namespace: components['schemas']['NamespaceName'];
        /** The repository. */
        repository: components['schemas']['RepositoryName'];
        /** The account that the repository is shared with. */
        access_domain: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateAccessDomainBody'];
      };
    };
    responses: {
      /** The sharing was changed. The body is empty. */
      201: {
        headers: { [name: string]: unknown };
        content?: never;
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** There is no such repository or sharing (not on the page; A13). */
      404: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
  /** List shared repositories */
  listSharedRepositories: {
    parameters: {
      query: {
        /** Which repositories, and which part of the list, e.g. center::self|limit::10|offset::0. */
        filter: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** The shared repositories that fit the filter. */
      200: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['SharedRepositoryItem'][];
        };
      };
      /** The request breaks a rule. The body says which one. */
      400: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** Credentials are missing or refused. */
      401: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
      /** The service failed. The body carries error information. */
      500: {
        headers: { [name: string]: unknown };
        content: {
          'application/json': components['schemas']['ErrorBody'];
        };
      };
    };
  };
}

export interface components {
  schemas: {
    /** The name of a namespace. */
    NamespaceName: string;
    /** The name of an image repository. */
    RepositoryName: string;
    /** What kind of software the repository holds. This edition writes "arms", with the s. */
    Category: "app_server" | "linux" | "framework_app" | "database" | "lang" | "other" | "windows" | "arms";
    /** Whether the repository is public, spelled as a string. */
    Visibility: "true" | "false";
    CreateRepositoryForm: {
      /** The name of the new repository. */
      repository: components['schemas']['RepositoryName'];
      category?: components['schemas']['Category'];
      description?: string;
      is_public: components['schemas']['Visibility'];
    };
    /** The name of a tag. */
    TagName: string;
    CreateNamespaceBody: {
      /** The name of the new namespace. */
      namespace: components['schemas']['NamespaceName'];
    };
    UpdateRepositoryFields: {
      category?: components['schemas']['Category'];
      description?: string;
      is_public?: boolean;
    };
    Permit: "read";
    /** Until when the account may read. */
    Deadline: string;
    /** Until when the account may read. */
    ChangedDeadline: string;
    CreateAccessDomainBody: {
      /** The account that gets to read. */
      access_domain: string;
      permit: components['schemas']['Permit'];
      deadline: components['schemas']['Deadline'];
      description?: string;
    };
    UpdateAccessDomainBody: {
      permit: "read";
      deadline: components['schemas']['ChangedDeadline'];
      description?: string;
    };
    Namespace: {
      id: number;
      name: string;
      creator_name: string;
      /** What the account may do; 7 is to manage. */
      auth: 1 | 3 | 7;
    };
    Repository: {
      id: number;
      /** The id of the namespace. */
      ns_id: number;
      name: string;
      /** Empty where none was given. */
      category: string;
      description: string;
      creator_id: string;
      creator_name: string;
      /** Bytes of all images. */
      size: number;
      is_public: boolean;
      num_images: number;
      num_download: number;
      url: string;
      /** Where docker pulls it from. */
      path: string;
      internal_path: string;
      /** UTC, to the nanosecond. */
      created: string;
      /** Moves with every change. */
      updated: string;
    };
    RepositoryItem: {
      name: string;
      /** Empty where none was given. */
      category: string;
      description: string;
      size: number;
      is_public: boolean;
      num_images: number;
      num_download: number;
      /** UTC, to the nanosecond. */
      created_at: string;
      updated_at: string;
      url: string;
      path: string;
      internal_path: string;
      /** The account that owns it. */
      domain_name: string;
      namespace: string;
      tags: string[];
      /** Whether it can be used. */
      status: boolean;
    };
    SharedRepositoryItem: {
      name: string;
      category: string;
      description: string;
      size: number;
      is_public: boolean;
      num_images: number;
      num_download: number;
      /** UTC, to the nanosecond. */
      created_at: string;
      /** UTC, to the nanosecond. */
      updated_at: string;
      url: string;
      path: string;
      internal_path: string;
      /** The account that owns it. */
      domain_name: string;
      namespace: string;
      tags: string[];
      /** Whether the sharing is valid. */
      status: boolean;
      logo: string;
    };
    Tag: {
      id: number;
      /** The id of the repository. */
      repo_id: number;
      Tag: string;
      image_id: string;
      /** JSON as a text. */
      manifest: string;
      digest: string;
      schema: 1 | 2;
      path: string;
      internal_path: string;
      size: number;
      is_trusted: boolean;
      /** UTC, to the nanosecond. */
      created: string;
      /** UTC, to the nanosecond. */
      updated: string;
      /** When it was deleted, else null. */
      deleted: string | null;
    };
    AccessDomain: {
      namespace: string;
      repository: string;
      access_domain: string;
      permit: string;
      deadline: string;
      description: string;
      creator_id: string;
      creator_name: string;
      /** UTC, to the nanosecond. */
      created: string;
      updated: string;
      /** Whether it is valid still. */
      status: boolean;
    };
    Existence: {
      exist: boolean;
    };
    /** The error information (A3). The flat pair repeats the first item of the list. */
    ErrorBody: {
      /** One item for each rule that was broken. */
      errors: components['schemas']['ErrorItem'][];
      error_code: string;
      error_msg: string;
    };
    ErrorItem: {
      /** A code of the edition's table, e.g. SVCSTG.SWR.4001029. */
      errorCode: string;
      /** What was wrong, and the id of the clause that says so. */
      errorMessage: string;
      /** What was received, and where. */
      detail: string;
    };
    /** What the fake keeps of a namespace. */
    NamespaceRecord: {
      id?: number;
      name: components['schemas']['NamespaceName'];
      /** The account that it belongs to. */
      owner?: string;
    };
    /** What the fake keeps of a repository. */
    RepositoryRecord: {
      id?: number;
      namespace: components['schemas']['NamespaceName'];
      name: components['schemas']['RepositoryName'];
      category?: components['schemas']['Category'];
      description?: string;
      is_public: boolean;
      /** The account of its namespace. */
      owner?: string;
      /** The account that created it. */
      creator?: string;
      created_at?: string;
      updated_at?: string;
    };
    /** What the fake keeps of a tag. */
    TagRecord: {
      id?: number;
      namespace: components['schemas']['NamespaceName'];
      repository: components['schemas']['RepositoryName'];
      tag: components['schemas']['TagName'];
      image_id?: string;
      digest?: string;
      size?: number;
      schema?: 1 | 2;
      is_trusted?: boolean;
      created_at?: string;
      updated_at?: string;
    };
    /** What the fake keeps of the sharing of a repository with an account. */
    AccessDomainRecord: {
      id?: number;
      namespace: components['schemas']['NamespaceName'];
      repository: components['schemas']['RepositoryName'];
      access_domain: string;
      permit: components['schemas']['Permit'];
      deadline: components['schemas']['Deadline'];
      description?: string;
      /** The account of the namespace. */
      owner?: string;
      /** The account that shared it. */
      creator?: string;
      created_at?: string;
      updated_at?: string;
    };
  };
}
